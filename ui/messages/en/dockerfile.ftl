# Dockerfiles: what is wrong with one, what stops a build by one, and what is worth knowing about one.

# The file itself.
project-no-dockerfile = There is no Dockerfile
  .cause = Slipway looked for { $path } in the project’s folder and found no text file there.
  .fix = Choose another Dockerfile, or let Slipway generate one.
project-dockerfile-empty = The Dockerfile is empty
  .cause = It holds no instruction.
  .fix = Write one that begins with FROM, or let Slipway generate one.
project-dockerfile-open-heredoc = A here-document in the Dockerfile has no end
  .cause = The one that begins on line { NUMBER($line, useGrouping: 0) } goes on to the end of the file, because no line consists of { $word }.
  .fix = Add a line with nothing but { $word } after it.
project-dockerfile-unknown-instruction = The Dockerfile has an unknown instruction
  .cause = Line { NUMBER($line, useGrouping: 0) } begins with { $keyword }, which is no instruction.
  .fix = Check the spelling. If the line belongs to the one above, that one has to end with a backslash.
project-dockerfile-no-from = The Dockerfile does not begin with FROM
  .cause = Line { NUMBER($line, useGrouping: 0) } has { $keyword } before any FROM, so there is nothing to build on.
  .fix = Put a FROM line first. Only ARG may stand before it.
project-dockerfile-bad-from = A FROM line names no image
  .cause = Line { NUMBER($line, useGrouping: 0) } has to look like “FROM IMAGE” or “FROM IMAGE AS NAME”.
  .fix = Correct that line. If the image is in an ARG, give the ARG a value.
project-dockerignore-bad-pattern = A pattern in .dockerignore cannot be read
  .cause = Line { NUMBER($line, useGrouping: 0) } is “{ $pattern }”.
  .fix = Correct the pattern. A square bracket has to be closed, and a ! needs a name after it.

project-dockerfile-there = The project has a Dockerfile already
  .cause = Slipway never writes over a file of yours.
  .fix = Rename yours first, or build by it: choose the way “Dockerfile”.

# The builder image made here.
project-builder-needs-shell = This Dockerfile needs more than Go to build
  .cause = Line { NUMBER($line, useGrouping: 0) } runs “{ $command }” in a shell. A builder image made of a Go toolchain has no shell.
  .fix = Write the command in exec form, such as RUN ["go", "build", "./…"], or use the generated Dockerfile.
project-builder-needs-program = This Dockerfile needs more than Go to build
  .cause = Line { NUMBER($line, useGrouping: 0) } runs { $program }, which is not part of a Go toolchain.
  .fix = Use the generated Dockerfile, or build again when the official image can be pulled.
project-builder-needs-c = This Dockerfile needs a C compiler to build
  .cause = Line { NUMBER($line, useGrouping: 0) } switches cgo on. A builder image made of a Go toolchain has no C compiler.
  .fix = Build natively, where Slipway has a C compiler of its own, or switch cgo off.
project-builder-no-go-base = A builder image would not help here
  .cause = No stage of this Dockerfile stands on the official Go image.
  .fix = Use the generated Dockerfile, or build again when the images can be pulled.

# Base images.
network-base-offline = { $image } cannot be pulled
  .cause = The registry does not answer. There may be no network, or a firewall in between.
  .fix = Check the network. For Go’s own image, Slipway can make a builder image from the Go that it has.
network-base-rate-limit = The registry limits how often { $image } may be pulled
  .cause = Too many pulls came from this address in a short time.
  .fix = Wait, or log in with “docker login”. For Go’s own image, Slipway can make a builder image from the Go that it has.
project-base-not-found = There is no image { $image }
  .cause = The registry does not have it under this name. Some registries say so, too, when a login is missing.
  .fix = Check the name and the version on the FROM line. If the image is private, log in with “docker login”.
project-base-denied = { $image } may not be pulled
  .cause = The registry wants a login that may read this image.
  .fix = Log in with “docker login”, then build again. Slipway uses what it leaves, also from a credential helper.

# The build.
project-build-step = A command of the Dockerfile failed
  .cause = { $step } ended with { NUMBER($exit, useGrouping: 0) }.
  .fix = Read the last lines of that step: they say why.
project-dockerfile-failed = The Dockerfile could not be built
  .cause = The builder gave up at this step: { $step }
  .fix = Read its own words below.

# What goes to the builder.
project-context-too-many = The folder holds too many files to send
  .cause = There are more than { $limit } entries; the last ones seen are in “{ $folder }”.
  .fix = Name what the build does not need in a file .dockerignore, such as node_modules or data.
project-context-too-big = The folder is too big to send
  .cause = With { $path } ({ $bytes } bytes) it would be more than { $limit } bytes.
  .fix = Name that file in .dockerignore, if the build does not need it.
project-context-too-deep = The folder is nested too deeply
  .cause = { $path } lies deeper than any project does. It may be a folder that was copied into itself.
  .fix = Remove it, or name it in .dockerignore.
project-context-changed = A file changed while it was sent
  .cause = { $path } became another file, or a shorter one, while the builder was given it.
  .fix = Build again. If the file changes all the time, name it in .dockerignore.

# Cgo.
machine-no-c-compiler = There is no C compiler for { $platform }
  .cause = The program calls C, and Slipway has a compiler of its own for Linux on amd64 and arm64 only.
  .fix = Build it by a Dockerfile instead.
project-cgo-needs-library = The program needs the library { $library }
  .cause = { $package } uses { $library } of the system. A C compiler alone does not bring it along.
  .fix = Build by a Dockerfile that installs the library, or use a package that does without.

# Worth knowing.
note-dockerfile-shell-form = Line { NUMBER($line, useGrouping: 0) }: { $keyword } is in shell form
  .cause = A shell is started in front of the program and keeps the signal to stop from it. On an image without a shell nothing starts at all.
  .fix = Write { $keyword } ["/app"].
note-dockerfile-root = Line { NUMBER($line, useGrouping: 0) }: the program runs as root
  .cause = Nothing in the last stage says otherwise.
  .fix = Add a line such as USER 65532.
note-dockerfile-sources-first = Line { NUMBER($line, useGrouping: 0) }: every edit fetches the modules again
  .cause = The sources are copied before “go mod download”.
  .fix = Copy go.mod and go.sum first, then download, then copy the rest.
note-dockerfile-no-sum = Line { NUMBER($line, useGrouping: 0) }: go.sum is not copied
  .cause = Without it the modules are fetched but not checked.
  .fix = Write COPY go.mod go.sum ./
note-dockerfile-latest = Line { NUMBER($line, useGrouping: 0) }: { $image } has no version
  .cause = Tomorrow the same line may mean another image.
  .fix = Name a version, such as golang:1.24.
note-dockerfile-syntax-line = Line { NUMBER($line, useGrouping: 0) }: { $frontend } has to be pulled first
  .cause = A “# syntax” line makes the builder fetch its own frontend before anything else.
  .fix = Leave it out unless the file needs something that the builder does not know.
