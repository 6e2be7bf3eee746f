//! A [`RunSpec`] as the `docker run` line that does the same, for a POSIX shell.

use crate::RunSpec;
use slipway_engine::RestartPolicy;

/// The line. A variable for which `hidden` says so stands without its value: docker then takes it from the shell's own
/// environment, so that a secret is neither shown nor kept in a history. Labels are left out: they are Slipway's own
/// book-keeping.
pub fn docker_run(spec: &RunSpec, hidden: impl Fn(&str, &str) -> bool) -> String {
    let mut words: Vec<String> = ["docker", "run", "-d"].map(str::to_owned).to_vec();
    let mut flag = |name: &str, value: String| words.extend([name.to_owned(), quoted(&value)]);
    flag("--name", spec.name.to_string());
    for port in &spec.publish {
        let host = port.host_port.map(|port| port.to_string()).unwrap_or_default();
        flag("-p", format!("127.0.0.1:{host}:{}", port.container_port));
    }
    for (name, value) in &spec.env {
        if value.is_empty() || hidden(name, value) {
            flag("-e", name.clone());
        } else {
            flag("-e", format!("{name}={value}"));
        }
    }
    for path in &spec.env_files {
        flag("--env-file", path.clone());
    }
    for volume in &spec.volumes {
        flag("-v", format!("{}:{}", volume.volume, volume.target));
    }
    if let Some(bytes) = spec.memory_bytes {
        flag("-m", memory(bytes));
    }
    if let Some(nanocores) = spec.cpu_nanocores {
        flag("--cpus", cpus(nanocores));
    }
    match spec.restart {
        RestartPolicy::No => {}
        RestartPolicy::OnFailure { max } => flag("--restart", format!("on-failure:{max}")),
        RestartPolicy::UnlessStopped => flag("--restart", "unless-stopped".to_owned()),
        RestartPolicy::Always => flag("--restart", "always".to_owned()),
    }
    if spec.open_stdin {
        words.push("-i".to_owned());
    }
    words.push(quoted(&spec.image));
    words.extend(spec.args.iter().map(|arg| quoted(arg)));
    words.join(" ")
}

/// A word as a POSIX shell reads it back. A line break or another control character is written as `$'…'`.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if word.chars().any(char::is_control) {
        let mut text = String::from("$'");
        for c in word.chars() {
            match c {
                '\'' | '\\' => text.extend(['\\', c]),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '\r' => text.push_str("\\r"),
                c if c.is_control() => {
                    let mut bytes = [0; 4];
                    for byte in c.encode_utf8(&mut bytes).bytes() {
                        text.push_str(&format!("\\x{byte:02x}"));
                    }
                }
                c => text.push(c),
            }
        }
        text.push('\'');
        return text;
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// As docker takes it, in the largest unit that keeps it whole.
fn memory(bytes: u64) -> String {
    for (shift, unit) in [(30, "g"), (20, "m"), (10, "k")] {
        if bytes.trailing_zeros() >= shift {
            return format!("{}{unit}", bytes >> shift);
        }
    }
    format!("{bytes}b")
}

fn cpus(nanocores: u64) -> String {
    let text = format!("{}.{:09}", nanocores / 1_000_000_000, nanocores % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Publish;
    use slipway_engine::VolumeMount;
    use slipway_model::ShortName;
    use std::collections::BTreeMap;

    fn spec() -> RunSpec {
        RunSpec {
            name: ShortName::new("web"),
            image: "slipway/web:3".into(),
            args: vec!["serve".into(), "a b".into()],
            env: vec![
                ("MODE".into(), "it's".into()),
                ("TOKEN".into(), "canary".into()),
                ("EMPTY".into(), String::new()),
            ],
            publish: vec![Publish { container_port: 8080, host_port: Some(9090) }],
            memory_bytes: Some(256 << 20),
            cpu_nanocores: Some(1_500_000_000),
            restart: RestartPolicy::OnFailure { max: 5 },
            labels: BTreeMap::from([("slipway.run".into(), "1".into())]),
            env_files: Vec::new(),
            volumes: vec![VolumeMount {
                volume: "data".into(),
                target: "/home/nonroot/data".into(),
                labels: BTreeMap::new(),
            }],
            open_stdin: true,
        }
    }

    #[test]
    fn it_is_the_line_that_does_the_same_without_any_secret() {
        assert_eq!(
            docker_run(&spec(), |name, _| name == "TOKEN"),
            "docker run -d --name web -p 127.0.0.1:9090:8080 -e 'MODE=it'\\''s' -e TOKEN -e EMPTY \
             -v data:/home/nonroot/data -m 256m --cpus 1.5 --restart on-failure:5 -i slipway/web:3 serve 'a b'"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_every_word_back_as_it_was() {
        for word in ["", "a", "$(touch x)", "`x`", "a'b\"c\\d", "line\nbreak\ttab\u{1b}[0m", "容器 🚢", "*"]
        {
            let script = format!("printf %s {}", quoted(word));
            let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), word, "{script}");
        }
    }

    #[test]
    fn limits_are_written_as_docker_takes_them() {
        for (bytes, text) in [(1 << 30, "1g"), (64 << 20, "64m"), (1536, "1536b"), (3 << 10, "3k")] {
            assert_eq!(memory(bytes), text);
        }
        for (nanocores, text) in [(1_000_000_000, "1"), (250_000_000, "0.25"), (10_000_000, "0.01")] {
            assert_eq!(cpus(nanocores), text);
        }
    }
}
