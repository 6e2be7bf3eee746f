//! Shows what is understood of folders: `cargo run --release -p slipway-go --example understand -- FOLDER…`.
#![allow(clippy::print_stdout, reason = "it is a program for the terminal")]

use std::path::Path;
use std::time::Instant;

fn main() {
    for folder in std::env::args().skip(1) {
        let started = Instant::now();
        let found = slipway_go::understand(Path::new(&folder));
        let took = started.elapsed().as_millis();
        println!("=== {folder} {} files, {} packages, {took} ms", found.files, found.packages);
        println!(
            "module {:?} in {} go {:?} toolchain {:?} workspace {} vendor {} cut {}",
            found.module,
            found.module_folder,
            found.go,
            found.toolchain,
            found.workspace,
            found.vendor.code(),
            found.cut
        );
        if found.modules.len() > 1 {
            let modules: Vec<_> = found
                .modules
                .iter()
                .map(|m| format!("{}{}", m.folder, if m.looked_at { "" } else { "?" }))
                .collect();
            println!("modules {}", modules.join(" "));
        }
        for (index, program) in found.programs.iter().enumerate() {
            let mark = match (found.chosen == Some(index), found.tie.contains(&index)) {
                (true, _) => "*",
                (_, true) => "~",
                _ => " ",
            };
            println!("{mark} {} [{}] {}", program.folder, program.kind.code(), program.because.code());
        }
        if let Some(needs) = found.needed() {
            for port in &needs.listens_on {
                let guess = needs.ports.iter().find(|guess| guess.port == port.port);
                let env = guess.and_then(|guess| guess.env.clone()).unwrap_or_default();
                let protocol = guess.map_or("", |guess| guess.protocol.as_str());
                println!(
                    "  port {}:{}/{protocol} {} ${env} {}:{}",
                    port.address,
                    port.port,
                    port.confidence.code(),
                    port.file,
                    port.line
                );
            }
            for one in &needs.arguments {
                println!("  argument {:?} {} {}:{}", one.value, one.because.code(), one.file, one.line);
            }
            let (required, others): (Vec<_>, Vec<_>) = needs.env.iter().partition(|read| read.required);
            for one in required {
                println!("  env! {} {}:{}", one.name, one.file, one.line);
            }
            let others: Vec<_> = others
                .iter()
                .map(|one| format!("{}={}", one.name, one.default.as_deref().unwrap_or("?")))
                .collect();
            println!("  env {}", others.join(" "));
            for one in &needs.reads {
                println!("  read {} exists={} {}:{}", one.value, one.exists, one.file, one.line);
            }
            for one in &needs.writes {
                println!("  write {} {} {}:{}", one.value, one.confidence.code(), one.file, one.line);
            }
            for one in &needs.dials {
                println!(
                    "  dial {} {} local={} {}:{}",
                    one.kind.code(),
                    one.value,
                    one.localhost,
                    one.file,
                    one.line
                );
            }
            for (name, place) in [("stdin", &needs.stdin), ("timezone", &needs.timezone)] {
                if let Some(place) = place {
                    println!("  {name} {}:{}", place.file, place.line);
                }
            }
            for (name, one) in [("needed", &needs.cgo.needed), ("optional", &needs.cgo.optional)] {
                if let Some(one) = one {
                    println!(
                        "  cgo {name} {} {} {:?} {}:{}",
                        one.import_path,
                        one.because.code(),
                        one.libraries,
                        one.file,
                        one.line
                    );
                }
            }
        }
        for problem in &found.problems {
            let place = problem.file.clone().unwrap_or_default();
            println!(
                "  ! {} {place}:{} {:?}",
                problem.fault.code,
                problem.line.unwrap_or(0),
                problem.fault.params
            );
        }
    }
}
