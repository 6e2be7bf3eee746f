//! The archive: one stream that Docker's classic store, containerd stores and Podman all load.

use crate::config::{self, Empty, Run};
use crate::spec::{Assembled, ImageSpec, Layer};
use crate::tarball::{self, Entry, Hashing, Measured, OpenFile};
use crate::{ImageError, base, elf};
use slipway_model::{ImageId, label};
use std::collections::BTreeMap;
use std::io::Write;

const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/app";

/// One layer of an archive: how it came about, and what is in it.
pub(crate) struct LayerContent {
    pub(crate) created_by: &'static str,
    pub(crate) content: LayerBytes,
}

/// A layer's tar: put together here, or there already.
pub(crate) enum LayerBytes {
    Entries(Vec<Entry>),
    Tar(OpenFile),
}

impl LayerBytes {
    fn write(&self, out: &mut dyn Write) -> Result<(), ImageError> {
        match self {
            Self::Entries(entries) => tarball::write_tar(entries, out),
            Self::Tar(file) => file.copy(out),
        }
    }

    fn measure(&self) -> Result<Measured, ImageError> {
        let mut sink = Hashing::new(std::io::sink());
        self.write(&mut sink)?;
        Ok(sink.measured())
    }
}

/// Writes the whole archive of an image. Files are read twice, once for the digests and once for the bytes; the whole
/// of one is never in memory, and a file that changes in between is noticed.
pub fn write_archive(spec: &ImageSpec<'_>, out: &mut dyn Write) -> Result<Assembled, ImageError> {
    let path = inside(&spec.entrypoint)?;
    let program = OpenFile::open(spec.program)?;
    if !elf::is_program(&program.head(elf::HEAD)?, &spec.platform.arch) {
        let path = spec.program.to_owned();
        return Err(ImageError::NotAProgram { path, arch: spec.platform.arch.clone() });
    }
    let mut entries = folders_above(path);
    entries.push(Entry::file(path, 0o755, program));
    let base = LayerBytes::Entries(base::entries(spec.zoneinfo)?);
    let mut layers = vec![LayerContent { created_by: "slipway: base", content: base }];
    if let Some(files) = spec.files {
        let content = LayerBytes::Tar(OpenFile::open(files)?);
        layers.push(LayerContent { created_by: "slipway: files that the program reads", content });
    }
    layers.push(LayerContent { created_by: "slipway: program", content: LayerBytes::Entries(entries) });
    let tag = spec.repo_tag.as_deref().map(config::with_tag);
    write(&layers, &spec.platform.os, &spec.platform.arch, &run(spec), tag.as_deref(), out)
        .map_err(|error| changed_is_the_programs(error, spec))
}

/// Writes layers, descriptions and the indexes of both formats.
pub(crate) fn write(
    layers: &[LayerContent],
    os: &str,
    arch: &str,
    run: &Run,
    tag: Option<&str>,
    out: &mut dyn Write,
) -> Result<Assembled, ImageError> {
    let measured = layers.iter().map(|layer| layer.content.measure()).collect::<Result<Vec<_>, _>>()?;
    let named: Vec<_> = layers.iter().map(|layer| layer.created_by).zip(&measured).collect();
    let config = config::config(os, arch, run, &named)?;
    let config_is = Measured::of(&config);
    let manifest = config::manifest(&config_is, &named)?;
    let manifest_is = Measured::of(&manifest);

    let mut counted = Hashing::new(out);
    put(&mut counted, "oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)?;
    put(&mut counted, "index.json", &config::index(&manifest_is, tag)?)?;
    put(&mut counted, "manifest.json", &config::docker_manifest(&config_is, &named, tag)?)?;
    put(&mut counted, &config::blob(&manifest_is), &manifest)?;
    put(&mut counted, &config::blob(&config_is), &config)?;
    for (layer, expected) in layers.iter().zip(&measured) {
        tarball::write_file_header(&mut counted, &config::blob(expected), expected.bytes)?;
        let mut hashing = Hashing::new(&mut counted);
        layer.content.write(&mut hashing)?;
        if hashing.measured() != *expected {
            return Err(ImageError::Changed { path: layer.created_by.into() });
        }
        tarball::pad(&mut counted, expected.bytes)?;
    }
    tarball::end(&mut counted)?;
    counted.flush().map_err(ImageError::Output)?;
    Ok(Assembled {
        image_id: ImageId::new(format!("sha256:{}", config_is.sha256)),
        manifest_digest: format!("sha256:{}", manifest_is.sha256),
        bytes: counted.measured().bytes,
        layers: measured
            .into_iter()
            .map(|layer| Layer { diff_id: format!("sha256:{}", layer.sha256), bytes: layer.bytes })
            .collect(),
    })
}

fn put(out: &mut dyn Write, path: &str, bytes: &[u8]) -> Result<(), ImageError> {
    let size = bytes.len() as u64;
    tarball::write_file_header(out, path, size)?;
    out.write_all(bytes).map_err(ImageError::Output)?;
    tarball::pad(out, size)
}

/// What a container of this image runs.
fn run(spec: &ImageSpec<'_>) -> Run {
    let mut env = vec![("PATH", PATH)];
    if spec.zoneinfo.is_some() {
        env.push(("ZONEINFO", base::ZONEINFO));
    }
    for (name, value) in &spec.env {
        match env.iter_mut().find(|(known, _)| *known == name.as_str()) {
            Some(known) => known.1 = value,
            None => env.push((name, value)),
        }
    }
    let mut labels = spec.labels.clone();
    labels.insert(label::IMAGE.to_owned(), label::IMAGE_VALUE.to_owned());
    let title = spec.entrypoint.rsplit('/').next().unwrap_or_default();
    labels.entry("org.opencontainers.image.title".to_owned()).or_insert_with(|| title.to_owned());
    Run {
        user: format!("{0}:{0}", base::NONROOT),
        exposed_ports: spec
            .exposed_ports
            .iter()
            .map(|port| (format!("{port}/tcp"), Empty {}))
            .collect::<BTreeMap<_, _>>(),
        env: env.into_iter().map(|(name, value)| format!("{name}={value}")).collect(),
        entrypoint: vec![spec.entrypoint.clone()],
        working_dir: base::HOME.to_owned(),
        labels,
    }
}

/// A path in the image as a tar has it.
fn inside(path: &str) -> Result<&str, ImageError> {
    let bad = || ImageError::BadPath { path: path.to_owned() };
    let relative = path.strip_prefix('/').ok_or_else(bad)?;
    let fine = relative.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if fine && !path.contains('\0') { Ok(relative) } else { Err(bad()) }
}

fn folders_above(path: &str) -> Vec<Entry> {
    path.match_indices('/').map(|(at, _)| Entry::folder(&path[..at], 0o755, 0)).collect()
}

fn changed_is_the_programs(error: ImageError, spec: &ImageSpec<'_>) -> ImageError {
    match error {
        ImageError::Changed { .. } => ImageError::Changed { path: spec.program.to_owned() },
        other => other,
    }
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
