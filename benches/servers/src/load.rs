//! What the servers are asked for.

/// So many requests a pipelined load sends at once.
pub const BATCH: usize = 16;

pub struct Load {
    pub name: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// JSON, or nothing.
    pub body: &'static str,
    pub answer: &'static str,
    /// How many requests are sent at once.
    pub depth: usize,
}

pub const LOADS: [Load; 5] = [
    get("plaintext", "/plaintext", "Hello, World!"),
    get("json", "/json", r#"{"message":"Hello, World!"}"#),
    get("get id", "/users/42", r#"{"id":42,"name":"user-name!"}"#),
    Load { method: "POST", body: USER, ..get("post", "/users", USER) },
    Load { depth: BATCH, ..get("pipelined", "/plaintext", "Hello, World!") },
];

const USER: &str = r#"{"id":42,"name":"Ada","email":"ada@example.com","tags":["a","b"]}"#;

const fn get(name: &'static str, path: &'static str, answer: &'static str) -> Load {
    Load { name, method: "GET", path, body: "", answer, depth: 1 }
}

impl Load {
    /// What is sent at once.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { method, path, body, .. } = self;
        let content = match body.len() {
            0 => String::new(),
            length => format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"),
        };
        let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{content}\r\n{body}");
        request.repeat(self.depth).into_bytes()
    }
}
