//! Lists `ui/messages/LANGUAGE/*.ftl`, so that a new area is one new file and no line of Rust.

use std::fmt::Write as _;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../../ui/messages");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::new();
    for (name, language) in [("EN", "en"), ("ZH_CN", "zh-CN")] {
        let mut files: Vec<_> = std::fs::read_dir(root.join(language))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "ftl"));
        files.sort();
        writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[")?;
        for file in files {
            println!("cargo::rerun-if-changed={}", file.display());
            let area = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            writeln!(code, "    ({area:?}, include_str!({:?})),", file.canonicalize()?)?;
        }
        writeln!(code, "];")?;
    }
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("areas.rs"), code)?;
    Ok(())
}
