mod products;
