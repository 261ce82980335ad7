//! English, as far as the name of a table needs it.

/// Words whose plural follows no rule. Both directions are read from here.
const IRREGULAR: &[(&str, &str)] = &[
    ("addendum", "addenda"),
    ("alga", "algae"),
    ("alumnus", "alumni"),
    ("analysis", "analyses"),
    ("antithesis", "antitheses"),
    ("appendix", "appendices"),
    ("axis", "axes"),
    ("bacterium", "bacteria"),
    ("basis", "bases"),
    ("brownie", "brownies"),
    ("cache", "caches"),
    ("cactus", "cacti"),
    ("calf", "calves"),
    ("calorie", "calories"),
    ("child", "children"),
    ("cookie", "cookies"),
    ("craftsman", "craftsmen"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("curriculum", "curricula"),
    ("datum", "data"),
    ("diagnosis", "diagnoses"),
    ("die", "dice"),
    ("echo", "echoes"),
    ("elf", "elves"),
    ("ellipsis", "ellipses"),
    ("embargo", "embargoes"),
    ("emphasis", "emphases"),
    ("erratum", "errata"),
    ("foot", "feet"),
    ("foreman", "foremen"),
    ("formula", "formulae"),
    ("fungus", "fungi"),
    ("genus", "genera"),
    ("goose", "geese"),
    ("half", "halves"),
    ("hero", "heroes"),
    ("hoodie", "hoodies"),
    ("hoof", "hooves"),
    ("hypothesis", "hypotheses"),
    ("index", "indexes"),
    ("knife", "knives"),
    ("larva", "larvae"),
    ("leaf", "leaves"),
    ("lie", "lies"),
    ("life", "lives"),
    ("loaf", "loaves"),
    ("louse", "lice"),
    ("man", "men"),
    ("matrix", "matrices"),
    ("medium", "media"),
    ("metamorphosis", "metamorphoses"),
    ("mouse", "mice"),
    ("movie", "movies"),
    ("nebula", "nebulae"),
    ("nemesis", "nemeses"),
    ("neurosis", "neuroses"),
    ("nucleus", "nuclei"),
    ("oasis", "oases"),
    ("ox", "oxen"),
    ("paralysis", "paralyses"),
    ("parenthesis", "parentheses"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("pie", "pies"),
    ("postman", "postmen"),
    ("potato", "potatoes"),
    ("prairie", "prairies"),
    ("prognosis", "prognoses"),
    ("quiz", "quizzes"),
    ("rookie", "rookies"),
    ("salesman", "salesmen"),
    ("scarf", "scarves"),
    ("self", "selves"),
    ("selfie", "selfies"),
    ("sheaf", "sheaves"),
    ("shelf", "shelves"),
    ("smoothie", "smoothies"),
    ("stimulus", "stimuli"),
    ("stratum", "strata"),
    ("synopsis", "synopses"),
    ("synthesis", "syntheses"),
    ("thesis", "theses"),
    ("thief", "thieves"),
    ("tie", "ties"),
    ("tomato", "tomatoes"),
    ("tooth", "teeth"),
    ("torpedo", "torpedoes"),
    ("vertebra", "vertebrae"),
    ("vertex", "vertices"),
    ("veto", "vetoes"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    ("woman", "women"),
    ("zombie", "zombies"),
];

/// Plurals that are understood, beside those that are made.
const OTHER_PLURALS: &[(&str, &str)] = &[
    ("appendix", "appendixes"),
    ("formula", "formulas"),
    ("index", "indices"),
    ("person", "persons"),
];

/// Words that are their own plural.
const SAME: &[&str] = &[
    "advice",
    "aircraft",
    "analytics",
    "bison",
    "cattle",
    "chassis",
    "crossroads",
    "debris",
    "deer",
    "economics",
    "electronics",
    "equipment",
    "feedback",
    "firmware",
    "fish",
    "furniture",
    "hardware",
    "headquarters",
    "information",
    "knowledge",
    "logistics",
    "luggage",
    "mathematics",
    "merchandise",
    "metadata",
    "money",
    "moose",
    "music",
    "news",
    "offspring",
    "physics",
    "police",
    "politics",
    "rice",
    "salmon",
    "series",
    "sheep",
    "shrimp",
    "software",
    "spacecraft",
    "species",
    "staff",
    "traffic",
    "trout",
    "weather",
];

/// Words that end in `s` and are one thing all the same.
const SINGULAR_IN_S: &[&str] = &[
    "abacus",
    "alias",
    "apparatus",
    "atlas",
    "bias",
    "bonus",
    "bus",
    "campus",
    "cannabis",
    "canvas",
    "census",
    "chaos",
    "christmas",
    "circus",
    "consensus",
    "corpus",
    "cosmos",
    "crocus",
    "cumulus",
    "discus",
    "fetus",
    "focus",
    "gas",
    "genius",
    "hiatus",
    "ibis",
    "iris",
    "isthmus",
    "lens",
    "lotus",
    "mantis",
    "metropolis",
    "minus",
    "mucus",
    "nexus",
    "octopus",
    "opus",
    "pelvis",
    "platypus",
    "plus",
    "prospectus",
    "radius",
    "rhinoceros",
    "rhombus",
    "sinus",
    "status",
    "stylus",
    "surplus",
    "syllabus",
    "tennis",
    "thermos",
    "thesaurus",
    "torus",
    "trellis",
    "versus",
    "virus",
    "walrus",
];

/// The plural of the last word of a snake-case name: `order_items` of `order_item`.
pub(crate) fn plural(name: &str) -> String {
    last_word(name, |word| if is_plural(word) { word.to_owned() } else { plural_word(word) })
}

/// The singular of the last word of a snake-case name: `order_item` of `order_items`.
pub(crate) fn singular(name: &str) -> String {
    last_word(name, singular_word)
}

/// `a product`, `an order item`.
pub(crate) fn article(words: &str) -> &'static str {
    const SOUND_LIKE_YOU: &[&str] = &["uni", "use", "usa", "uti", "eu", "one", "ubi"];
    let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u']);
    let you = SOUND_LIKE_YOU.iter().any(|start| words.starts_with(start))
        && !words.starts_with("unin")
        && !words.starts_with("unim");
    let hour =
        words.starts_with("hour") || words.starts_with("honor") || words.starts_with("honest");
    if (vowel && !you) || hour { "an" } else { "a" }
}

fn last_word(name: &str, change: impl Fn(&str) -> String) -> String {
    match name.rsplit_once('_') {
        Some((before, word)) => format!("{before}_{}", change(word)),
        None => change(name),
    }
}

fn is_plural(word: &str) -> bool {
    SAME.contains(&word) || singular_word(word) != word
}

fn plural_word(word: &str) -> String {
    if let Some((_, plural)) = IRREGULAR.iter().find(|(one, _)| *one == word) {
        return (*plural).to_owned();
    }
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
        && !stem.is_empty()
    {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    format!("{word}{}", if hisses { "es" } else { "s" })
}

fn singular_word(word: &str) -> String {
    if SAME.contains(&word) || SINGULAR_IN_S.contains(&word) || word.ends_with("ss") {
        return word.to_owned();
    }
    let mut every = IRREGULAR.iter().chain(OTHER_PLURALS);
    if let Some((one, _)) = every.find(|(one, many)| *one == word || *many == word) {
        return (*one).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("es")
        && hisses_before_es(stem)
    {
        return stem.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether `es`, and not just `s`, makes the plural of `stem`: `box` but not `hous`.
fn hisses_before_es(stem: &str) -> bool {
    SINGULAR_IN_S.contains(&stem)
        || ["ss", "x", "zz", "ch", "sh"].iter().any(|end| stem.ends_with(end))
        || ["waltz", "blitz", "topaz"].contains(&stem)
}

/// How many letters must change to make one word of the other (Levenshtein).
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, many: &str) {
        assert_eq!(plural(one), many);
        assert_eq!(plural(many), many, "the plural of a plural");
        assert_eq!(singular(many), one);
        assert_eq!(singular(one), one, "the singular of a singular");
    }

    #[test]
    fn regular_words() {
        for (one, many) in [
            ("product", "products"),
            ("category", "categories"),
            ("day", "days"),
            ("box", "boxes"),
            ("address", "addresses"),
            ("class", "classes"),
            ("batch", "batches"),
            ("dish", "dishes"),
            ("house", "houses"),
            ("cause", "causes"),
            ("size", "sizes"),
            ("price", "prices"),
            ("page", "pages"),
            ("image", "images"),
            ("order_item", "order_items"),
        ] {
            check(one, many);
        }
    }

    #[test]
    fn irregular_words() {
        for (one, many) in IRREGULAR {
            check(one, many);
        }
        check("sales_person", "sales_people");
    }

    /// What was typed, and what becomes of it. These have gone wrong in somebody's generator.
    #[test]
    fn hard_words() {
        for (typed, one, many) in [
            ("data", "datum", "data"),
            ("sensor_data", "sensor_datum", "sensor_data"),
            ("metadata", "metadata", "metadata"),
            ("news", "news", "news"),
            ("status", "status", "statuses"),
            ("statuses", "status", "statuses"),
            ("people", "person", "people"),
            ("person", "person", "people"),
            ("formulae", "formula", "formulae"),
            ("formula", "formula", "formulae"),
            // Who types a plural keeps it.
            ("formulas", "formula", "formulas"),
            ("indices", "index", "indices"),
            ("index", "index", "indexes"),
            ("address", "address", "addresses"),
            ("addresses", "address", "addresses"),
            ("leaf", "leaf", "leaves"),
            ("leaves", "leaf", "leaves"),
            ("series", "series", "series"),
            ("sheep", "sheep", "sheep"),
            ("children", "child", "children"),
            ("quiz", "quiz", "quizzes"),
            ("quizzes", "quiz", "quizzes"),
            ("matrix", "matrix", "matrices"),
            ("matrices", "matrix", "matrices"),
            ("analysis", "analysis", "analyses"),
            ("analyses", "analysis", "analyses"),
            ("bus", "bus", "buses"),
            ("gas", "gas", "gases"),
            ("movies", "movie", "movies"),
            ("cookies", "cookie", "cookies"),
            ("bases", "basis", "bases"),
            ("human", "human", "humans"),
            ("photos", "photo", "photos"),
            ("heroes", "hero", "heroes"),
            ("invoice", "invoice", "invoices"),
            ("purchases", "purchase", "purchases"),
            ("caches", "cache", "caches"),
            ("branches", "branch", "branches"),
            ("aliases", "alias", "aliases"),
            ("lens", "lens", "lenses"),
            ("knives", "knife", "knives"),
            ("schemas", "schema", "schemas"),
            ("media", "medium", "media"),
            ("sales_people", "sales_person", "sales_people"),
        ] {
            assert_eq!((&*singular(typed), &*plural(typed)), (one, many), "{typed}");
        }
    }

    #[test]
    fn words_that_are_their_own_plural() {
        for word in SAME {
            check(word, word);
        }
    }

    #[test]
    fn words_that_end_in_s() {
        for word in SINGULAR_IN_S {
            check(word, &format!("{word}es"));
        }
    }

    #[test]
    fn articles() {
        for (words, expected) in [
            ("product", "a"),
            ("order", "an"),
            ("user", "a"),
            ("unit", "a"),
            ("hour", "an"),
            ("uninstall", "an"),
            ("email", "an"),
        ] {
            assert_eq!(article(words), expected, "{words}");
        }
    }
}
