# What the words of the trade mean, for beginners: `term-ID`, one or two short sentences each.
term-image = Everything that a program needs to run, packed into one piece: its files and how it is started. Containers are started from it; it never changes.
term-layer = A part of an image: the files that one step added. Layers that are there already are not made or sent again.
term-container = A running copy of an image, with its own files and network, apart from the rest of your machine.
term-port-publishing = A container’s ports are closed to the outside. Publishing one connects it to a port of your machine, so that a browser reaches the program.
term-volume = A folder that is kept outside the container. What is written there is still there when the container is replaced.
term-environment-variable = A name with a value that a program is given when it starts, such as PORT=8080. It is how a container is told its settings.
term-memory-limit = The most memory the container may use. A program that needs more is ended by the system: “out of memory”.
term-cpu-limit = How many cores’ worth of time the container may use. At the limit the program is not ended: it is made to wait.
term-restart-policy = What the engine does when the program ends: leave it, or start it again.
term-exit-code = The number that a program leaves when it ends. 0 means all went well; any other number means that it did not.
term-registry = A server that keeps images, such as Docker Hub. Images are fetched from it and sent to it.
term-tag = The name of an image’s version, the part after the colon: in web:1.2 it is 1.2. It can be moved to another image.
term-digest = The fingerprint of an image (sha256:…). It belongs to exactly these bytes and never to others.
term-dockerfile = A file with the steps that make an image. Slipway can do without one: it builds the Go program and packs it itself.
term-build-context = The folder whose files a build may use. What .dockerignore names is left out.
term-cgroup = The part of Linux that counts what a group of processes uses, and holds it to its limits. Each container is one.
term-go-line = The line “go 1.26” in go.mod: the oldest Go that the code may be built with.
term-module = A Go project with its go.mod. Its name, such as example.com/shop, is how other code imports it.
term-toolchain = The compiler and tools of one Go version. Slipway fetches the one that a project needs and keeps it to itself.
term-standard-error = The second stream that a program writes to, meant for errors. Go’s log package writes there too, so not every line is an error.
