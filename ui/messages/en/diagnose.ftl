# How a container ended, and what known outputs mean.
ended-finished = Finished
  .cause = The program did its work and ended by itself with exit code 0.
  .fix = Nothing to do. A program that should go on running, such as a server, must not return from main.
ended-stopped = Stopped
  .cause = { $how ->
      [clean] It was asked to stop, tidied up and ended with exit code 0.
      [forced] It was asked to stop, did not end in time and was killed.
      [no-handler] It was asked to stop and ended at once (exit code { $exit_code }). That is normal for a program that does not handle SIGTERM.
     *[other] It was asked to stop and ended with exit code { $exit_code }.
    }
  .fix = { $how ->
      [forced] Handle SIGTERM in the program (signal.NotifyContext and http.Server.Shutdown), so that it can finish what it is doing.
     *[other] Nothing to do. Start it again whenever you like.
    }
ended-crashed = { $how ->
      [panic] Crashed at { $file }:{ $place }
      [panic-nowhere] Crashed
      [signal] Crashed with { $signal }
     *[other] Ended with exit code { $exit_code }
  }
  .cause = { $how ->
      [panic] Go stopped the program: { $message }
      [panic-nowhere] Go stopped the program: { $message }
      [signal] The system ended the program because of a fault inside it ({ $signal }).
      [said] The last thing it said: { $line }
     *[silent] It ended by itself with exit code { $exit_code } and said nothing.
    }
  .fix = { $how ->
      [panic] Open { $file } at line { $place } and correct it, then ship again.
      [panic-nowhere] The log shows where it happened, below “goroutine”. Correct it, then ship again.
      [said] Read the last lines of the log. They usually name what was missing: a variable, a file, another service.
     *[other] Read the log from its start. Where it is empty, let main print the error before it calls os.Exit.
    }
ended-out-of-memory = Out of memory
  .cause = { $how ->
      [kernel] The program wanted more memory than the container may have, and the system killed it.
      [child] The container reached its memory limit, and the system killed a process in it.
     *[go] Go asked the system for memory and got none.
    }
  .fix = { $enough ->
      [run] Give it { $enough_mb } MB: that is an eighth more than the most an earlier run, which ended well, had in use.
      [double] Give it { $enough_mb } MB, twice what it has; no earlier run that ended well shows what it needs.
     *[none] Give it more memory in the settings.
    } If it grows without end, look for what is kept for ever: a map, a slice, goroutines that never end. GOMEMLIMIT at about 90 % of the limit makes Go collect in time.
ended-killed = Killed with { $signal }
  .cause = Something outside the program sent { $signal }. It was not Slipway, and the engine reported no lack of memory.
  .fix = Look at who else uses this engine: another terminal, a script, a restart of the machine. Then start it again.
ended-bad-command = The program could not be started
  .cause = { $reason ->
      [not-found] There is no { $name } in the image, or it needs a loader that the image does not have.
      [loader] { $name } is there, but what it needs to run is not: the C library that it was built for, or, for a script, the program named in its first line (a Windows line end there has the same effect).
      [permission] The file { $name } in the image must not be executed: it lacks the permission, or it is a folder.
      [format] { $name } is not a program for this engine’s architecture.
      [user] The image has no user named { $name }.
     *[empty] The image does not say which program to run.
    }
  .fix = { $reason ->
      [not-found] Ship it with Slipway, which builds a program that needs no loader, or correct the command.
      [loader] Build with CGO_ENABLED=0, or ship it with Slipway, which does so. Give a script Unix line ends.
      [permission] Build a package whose files begin with “package main”, and give the file the permission to execute.
      [format] Build it again for this engine. With Slipway, just ship again.
      [user] Use a number in place of the name, for example 65532.
     *[empty] Add an ENTRYPOINT, or give the command when you run it.
    }
ended-unknown = It is not known how it ended
  .cause = { $reason ->
      [not-started] The container was made, but its program never ran.
     *[other] The engine gave no exit code.
    }
  .fix = Start it again and watch the log.

project-run-port-taken = The program’s port is taken inside the container
  .cause = It listens on { $address } a second time.
  .fix = Look for two listeners on the same port in the code.
project-run-port-forbidden = The program may not listen on this port
  .cause = Ports below 1024 need a right that { $address } was not given.
  .fix = Listen on a higher port such as 8080.
project-run-no-certificates = The other side’s certificate is not trusted
  .cause = It was signed by an authority that the image does not know, often a company’s own.
  .fix = Give the program that authority’s certificate, for example with SSL_CERT_FILE.
project-run-time-zone = The time zone { $zone } is unknown
  .cause = The image has no time zone data.
  .fix = Ship it with Slipway, which brings the data, or import _ "time/tzdata".
project-run-not-writable = The program may not write { $path }
  .cause = It runs as an ordinary user, and the place belongs to another one.
  .fix = Write to /tmp, or to a volume that belongs to user 65532.
project-run-file-missing = { $path } is not in the image
  .cause = The program opens a file that exists only on your machine. An image holds the program alone.
  .fix = Embed the file with //go:embed, or pass its content as an environment variable.
project-run-dials-itself = Nobody answers at { $address }
  .cause = Inside a container, localhost is the container itself and not your machine.
  .fix = Use the other container’s name, or host.docker.internal for your machine.
project-run-no-such-name = The name { $host } cannot be found
  .cause = There is no such name in the container’s network.
  .fix = Check the name, and whether both containers are in the same network.
project-run-only-itself = The program listens only to itself
  .cause = It listens on { $address }, which nothing outside its container can reach.
  .fix = Listen on all addresses, for example “:8080”.

# An output that slipway explain reads.
project-not-recognised = Slipway does not know this error
  .cause = Something went wrong, but nothing that Slipway knows looks like it. Line { $number } says most: { $text }
  .fix = Read that line and the ones just above it. To search for it, leave out what is only yours, such as paths and numbers.
note-nothing-wrong = No line here looks like an error
  .cause = Slipway read everything and found neither a known trouble nor an unknown one.
  .fix = If something does not work all the same, pass on more of the output, from its beginning to its end.
note-client-left = Someone who had asked went away
  .cause = A browser, a port check or a proxy closed the connection before the answer was complete. The program is not to blame.
  .fix = Nothing to do.
note-orderly-end = It was asked to end and did so
  .cause = These lines belong to an orderly end.
  .fix = Nothing to do.
note-debug-mode = The framework reminds you of its debug mode
  .cause = It says so at every start. Everything works.
  .fix = Nothing to do. For production, Gin takes GIN_MODE=release.
note-warning = A warning, nothing more
  .cause = Something could be done better one day. It is not why anything failed.
  .fix = Nothing to do now.
note-no-error = It says that there was no error
  .cause = The word “error” stands there, with nothing in it.
  .fix = Nothing to do.

# The compiler’s complaints.
project-compile-one-file = Only one file of the program was compiled
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) } uses { $name }. It is declared in another file of the folder, and “go build main.go” looks at main.go only.
  .fix = Build the whole folder: “go build .” or “go run .”, with a dot in place of the file.
project-compile-undefined = { $name } is not known
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) } uses { $name }, and nothing of that name is declared or imported there.
  .fix = Look for a typing mistake, also in capital letters. If it belongs to a package, import the package and put its name in front, such as strings.ToUpper.
project-compile-unused-import = The import { $package } is not used
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) } imports it, and nothing in the file uses it. Go does not compile that.
  .fix = Remove the line. Editors with Go support do it when you save.
project-compile-unused-variable = The variable { $name } is not used
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) } declares it, and nothing reads it. Go does not compile that.
  .fix = Use it, remove it, or put _ in its place. If it should change an outer variable, write = in place of :=.
project-compile-syntax = Go cannot read this line
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) }: { $text }
  .fix = Look there and at the line before for a missing bracket, comma or quotation mark. “gofmt -l .” names every such file.
project-compile-missing-return = The function may end without a result
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) }: the function promises a result, and there is a way to its end without “return”.
  .fix = Add a return at the end, also for the case that no “if” or “switch” covers.
project-compile-arguments = { $name } is called with the wrong number of arguments
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) }. The compiler’s lines “have” and “want” show what is given and what is needed.
  .fix = Give exactly what stands under “want”.
project-compile-values = The number of values does not fit
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) }: { $text }
  .fix = Take every value that the function returns, usually “value, err := …”, and look at err. One that you do not need becomes _.
project-compile-interface = { $name } does not do all that { $interface } asks for
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) } uses { $name } as { $interface }, but a method is missing or looks different.
  .fix = Add the method that the compiler names. If it is declared for *{ $name }, pass its address, with & in front.
project-compile-types = Two types do not fit together
  .cause = { $file }, line { NUMBER($line, useGrouping: 0) }: { $text }
  .fix = Convert one of them: strconv.Itoa(number) gives a text, strconv.Atoi(text) a number, float64(number) another kind of number.
project-test-failed = The test { $name } failed
  .cause = It found another result than it expects. The lines below its name say which.
  .fix = Correct the code or the test. “go test -run { $name } ./...” runs it alone.

# Modules and what compiling needs.
project-module-renamed = A module has another name
  .cause = It calls itself { $declared }, but your code asks for it under another name. Capital letters count.
  .fix = Write { $declared } in every import and run “go mod tidy”.
project-ambiguous-import = Two modules contain { $package }
  .cause = An old and a new version of the same code are both required, under different module names.
  .fix = Update the older one with “go get NAME@latest”, then run “go mod tidy”.
project-not-main-package = This package is not a program
  .cause = { $package } does not begin with “package main”, so there is nothing to start.
  .fix = Name the folder with “package main” and “func main()”, for example “go run ./cmd/NAME”.
project-c-header-missing = The C header { $header } is missing
  .cause = The project contains C code (cgo), and the library’s development files are not installed.
  .fix = Install its development package in the build stage, or use a package that is written in Go alone.
project-c-library-missing = A C library is missing: { $library }
  .cause = The project contains C code (cgo), and the linker did not find this library.
  .fix = Install its development package in the build stage, or use a package that is written in Go alone.
project-build-no-home = Go does not know where to put its cache
  .cause = Neither HOME nor GOCACHE is set. That happens with a USER in a Dockerfile that has no home folder.
  .fix = Set one of them before the build, for example ENV GOCACHE=/tmp/go-build.
project-git-missing = Git is missing
  .cause = Go fetches this module straight from where it is kept, and needs Git for that. Small Go images have none.
  .fix = Install it in the build stage (“apk add git”), or set GOPROXY to a mirror.
machine-go-not-found = Go is not there
  .cause = The command “go” was not found. It is not installed, or its folder is not in PATH.
  .fix = In a Dockerfile begin with FROM golang. On this machine install Go, or ship with Slipway, which fetches it.
network-untrusted = The certificate of { $host } is not trusted
  .cause = A company’s proxy often looks into connections and signs them with a certificate of its own, which this place does not know.
  .fix = Add the company’s certificate to the build stage and run update-ca-certificates, or use a mirror that needs none.

# Dockerfiles, images and registries.
network-registry-limit = The registry lets you fetch no more for now
  .cause = Docker Hub allows only a certain number of downloads in a few hours without signing in.
  .fix = Sign in with “docker login”, wait a few hours, or use a mirror.
network-registry-no-answer = { $host } does not answer
  .cause = The connection to the registry failed or took too long.
  .fix = Try again. If it stays, set a mirror or a proxy in the engine’s settings.
network-registry-denied = The registry does not give out this image
  .cause = It is private, or its name is wrong: { $image }. An image that was never built is looked for in the registry, too.
  .fix = Check the name, and build the image first if it is yours. For a private one sign in with “docker login”; to push, put your user name in front.
network-image-not-found = There is no image { $image }
  .cause = The registry has no image with this name and tag.
  .fix = Check the tag on the registry’s page. For Go, “golang:1” always exists.
project-image-platform = The image is not made for this machine
  .cause = It has no variant for this architecture: { $platform }
  .fix = Choose another tag, or build with “--platform linux/amd64”.
project-image-name = This cannot be an image’s name
  .cause = A name has small letters, digits and the signs - . _ /, then perhaps : and a tag. An empty variable in front of the colon is a common reason.
  .fix = Write it in small letters, without spaces, such as shop:1.0.
machine-docker-credentials = Docker cannot ask for your password
  .cause = Its settings name the helper { $helper }, and that program is not there. It often stays behind from Docker Desktop.
  .fix = Remove the line “credsStore” from ~/.docker/config.json.
project-docker-file-missing = A file to copy is not there: { $path }
  .cause = COPY looks only in the folder that was given to the build. The file is not in it, or .dockerignore leaves it out.
  .fix = Check the path, seen from that folder, and .dockerignore. If go.sum is missing, run “go mod tidy”.
project-docker-outside = { $path } is outside the build’s folder
  .cause = A build sees only the folder that it was given, and nothing above it.
  .fix = Start the build one folder higher and name the Dockerfile with -f.
project-docker-copy-folder = COPY of several files needs a folder
  .cause = Where more than one file is copied, the last word is a folder and ends with /.
  .fix = Write ./ in place of . at the end of the line.
project-docker-needs-buildkit = This Dockerfile needs BuildKit
  .cause = It uses an option that the old builder does not know.
  .fix = Set DOCKER_BUILDKIT=1, or use “docker buildx build”.
project-docker-instruction = { $name } is no Dockerfile instruction
  .cause = It is probably a typing mistake, or a command without RUN in front, or a broken line without \ at its end.
  .fix = Correct the line. Instructions are FROM, COPY, RUN, ENV, WORKDIR, EXPOSE, USER, ENTRYPOINT, CMD and a few more.
project-docker-stage = There is no stage { $name }
  .cause = The Dockerfile has no “FROM … AS { $name }” before the place that asks for it.
  .fix = Check the name after AS, after --from= and after --target.
project-docker-syntax = The Dockerfile cannot be read
  .cause = Line { $place }: { $text }
  .fix = Correct that line.
project-docker-no-dockerfile = There is no Dockerfile
  .cause = The build looked for { $name } in the folder that it was given. Capital letters count.
  .fix = Go to the right folder, name the file with -f, or ship with Slipway, which needs none.
project-docker-no-shell = This image has no shell
  .cause = RUN, and CMD or ENTRYPOINT without brackets, need /bin/sh. Images such as scratch and distroless have none.
  .fix = Do it in the build stage, and write ENTRYPOINT ["/app"] with brackets.
project-docker-package = There is no package { $package }
  .cause = The image’s distribution has none of that name. Names differ between Alpine and Debian.
  .fix = Look for its name in that distribution. On Debian run “apt-get update” in the same RUN.
project-docker-command = The command { $command } is not in the image
  .cause = A step wants to run { $command }, and the image does not contain it. Small images have few commands.
  .fix = Install it in that stage, or do the step in a stage that has it.
project-docker-step-failed = A step of the Dockerfile failed
  .cause = “{ $command }” ended with exit code { NUMBER($status, useGrouping: 0) } and said nothing that is known.
  .fix = Read the lines just above. “--progress=plain” shows them in full.
project-docker-failed = The image could not be built
  .cause = The builder says: { $text }
  .fix = Read the lines above. “docker build --progress=plain .” shows them in full.

# Starting.
engine-client-version = Docker’s two halves do not fit together
  .cause = The client speaks version { $version }; the engine’s limit is { $limit }.
  .fix = Update the older one, or set DOCKER_API_VERSION={ $limit }.
engine-platform-differs = The image is made for another processor
  .cause = It is for { $image }, this machine is { $host }. It may run slowly, or not at all.
  .fix = Build it for this machine. With Slipway, just ship.
engine-start-failed = The engine did not do what was asked
  .cause = It says: { $text }
  .fix = Read its words from the end: the last part is usually the reason.
project-mount-kind = A file and a folder were confused
  .cause = What is mounted is a folder and its place in the container a file, or the other way round. Docker makes an empty folder where the file to mount does not exist.
  .fix = Check that the file exists on this machine, remove the folder of that name, and try again.
project-mount-missing = The folder to mount is not there
  .cause = { $path } does not exist on the machine where the engine runs.
  .fix = Create it, or correct the path. It has to be a full path.
project-network-missing = There is no network { $name }
  .cause = The container is to join a network that was never made or has been removed.
  .fix = Make it with “docker network create { $name }”, or let compose make it.
project-start-glibc = The image’s C library is too old
  .cause = The program was built where it is newer: it asks for { $version }.
  .fix = Build with CGO_ENABLED=0, or let both stages use the same distribution.
project-start-library = A library is missing in the image: { $library }
  .cause = The program was built with C code (cgo), and needs libraries that this image does not have. Alpine’s C library differs from Debian’s.
  .fix = Build with CGO_ENABLED=0, or let both stages use the same distribution.
project-run-killed = It was ended from outside (137)
  .cause = 137 means SIGKILL. It may have reached its memory limit, or somebody stopped it and it did not end in time. From the number alone that cannot be told.
  .fix = “docker inspect” shows whether OOMKilled is true. If so, give it more memory; if not, handle SIGTERM in the program.

# Panics.
project-run-usage = It printed how it is called
  .cause = The program wants arguments that it did not get, so it said which there are and ended.
  .fix = Read the last lines, and give it what it needs under Run, Arguments.
project-run-nil-map = A value is put into a map that was never made
  .cause = A declared map is nil. It can be read, but writing to it ends the program.
  .fix = Make it first: m := make(map[string]int), or in the function that builds the struct.
project-run-nil-pointer = Something is used that is not there (nil)
  .cause = A pointer, an interface or a function is nil, and its field or method is used. Often an error was returned just before and nobody looked at it.
  .fix = Open the line, find out which value is nil, and check “if err != nil” where it comes from.
project-run-index = Element { $index } does not exist
  .cause = The list has { $length } elements, and counting begins with 0. With os.Args it means that an argument was not given.
  .fix = Check len(…) before you take the element.
project-run-slice = A part of a list was asked for that does not exist
  .cause = The range { $range } goes beyond the end of the list or text.
  .fix = Check len(…) before you cut.
project-run-conversion = A value has another type than expected
  .cause = { $text }
  .fix = Write it with two results, “v, ok := x.(T)”, and look at ok.
project-run-divide = Something was divided by zero
  .cause = A whole number was divided by another one that is 0.
  .fix = Check the divisor first.
project-run-closed-channel = A closed channel was used
  .cause = The program did: { $text }. After close nothing may be sent, and a channel is closed only once.
  .fix = Let only the sender close it, when nobody sends any more.
project-run-deadlock = Everybody waits for everybody
  .cause = Every goroutine waits, for a channel, a lock or a WaitGroup, and nobody is left who could go on.
  .fix = Look at the line: who should send, receive or unlock there? Often a close(ch) or wg.Done() is missing, or a channel needs another goroutine.
project-run-concurrent-map = Two goroutines use a map at the same time
  .cause = Go maps do not allow that ({ $text }) and end the program.
  .fix = Protect the map with a sync.Mutex, or use sync.Map. “go run -race .” shows both places.
project-run-race = Two goroutines use the same data at the same time
  .cause = One of them writes it, and nothing keeps the other one away meanwhile. What comes out is left to chance.
  .fix = Protect the data with a sync.Mutex, use sync/atomic, or hand it over through a channel.
project-run-stack = A function calls itself without end
  .cause = Every call needs some memory, and after a gigabyte Go stops it.
  .fix = Look at the function that repeats in the trace. It needs a case in which it does not call itself.
project-run-sync = A lock or a WaitGroup is used wrongly
  .cause = Go says: { $text }
  .fix = To each Add belongs exactly one Done, to each Lock exactly one Unlock. Call wg.Add before “go”.
project-run-route-twice = Two routes are in each other’s way
  .cause = { $route } is registered twice, or another pattern catches the same addresses.
  .fix = Remove one of them, or give one a more exact path.
project-run-c-crash = C code crashed
  .cause = The program contains C code (cgo), and that touched memory that is not its own. Go cannot recover from it.
  .fix = Look at the last Go line before the C call, and at what is passed there. Update the C library or use a package in Go alone.
project-run-handler-panic = A request made the program panic
  .cause = Go ended this request only, and the server goes on: { $message }
  .fix = Open the line and correct it. Until then whoever asks gets no answer.

# Data.
project-run-database-login = The database does not let the program in
  .cause = The password for { $user } is wrong, or the user does not exist there. A database keeps the password it was first started with.
  .fix = Set the same user and password for both. To begin anew, remove the database’s volume.
project-run-database-missing = There is no database { $name }
  .cause = The server answers, but has no database of that name.
  .fix = Create it, or set POSTGRES_DB or MYSQL_DATABASE before its first start.
project-run-database-tls = The database speaks without encryption
  .cause = The program insists on TLS, and the server has none.
  .fix = Between containers on one machine add “sslmode=disable” to the address.
project-run-database-locked = The database file is in use
  .cause = SQLite lets only one write at a time, and another connection does just that.
  .fix = Set “busy_timeout” and WAL mode, or db.SetMaxOpenConns(1).
project-run-driver = The driver { $driver } is missing
  .cause = database/sql knows no driver of that name. Each one has to be imported.
  .fix = Import it with a line such as _ "github.com/lib/pq", and check the name in sql.Open.
project-run-migration-dirty = A migration stopped halfway
  .cause = Version { $version } failed before, and now the tool does not know what is done.
  .fix = Correct the migration, put right by hand what it left, then “migrate force” to the last good version.
project-run-table-missing = There is no table { $table }
  .cause = The database answers, but its tables were never made, or it is another database than you think.
  .fix = Run the migrations before the program asks, and check which database it uses.
project-run-template = A template cannot be used
  .cause = { $template }, line { $place }: { $text }
  .fix = Correct the template there. Names of fields begin with a capital letter.
project-run-template-missing = The templates are not there
  .cause = { $pattern } matches no file. An image holds the program alone, and the folder may differ.
  .fix = Embed them with //go:embed and use ParseFS.
project-run-json = The JSON is not what was expected
  .cause = { $text }
  .fix = Print the text before you read it. If it begins with <, an HTML error page came instead. Otherwise compare names and types with your struct.
project-run-yaml = The YAML cannot be read
  .cause = { $text }
  .fix = Correct that line. Indentation is made of spaces, never of tabs.
project-run-number = A text is not a number
  .cause = The program wanted to read “{ $value }” as a number. An empty one usually means that a variable is not set.
  .fix = Set the variable, or use a default where it is empty.
project-run-variable = The variable { $name } is not set
  .cause = The program wants it from its environment. A container does not see the variables of your terminal.
  .fix = Set { $name } under Environment, or ship with -e { $name }=VALUE.
project-run-dotenv = There is no .env file in the image
  .cause = The program looks for a file .env. An image holds the program alone, and secrets do not belong in it.
  .fix = Let the program go on without the file, and set its variables under Environment.

# The world outside.
project-run-address = This is no address to listen on
  .cause = “{ $address }” lacks its colon, or has something else wrong.
  .fix = Write a colon in front of the port: ":8080", or ":" + os.Getenv("PORT").
project-run-address-foreign = The address { $address } is not this container’s
  .cause = A program can listen only on addresses of its own. Your machine’s address is not one of them.
  .fix = Listen on all addresses, for example “:8080”.
project-run-certificate-name = The certificate is for another name
  .cause = The program asked { $host }, and the certificate is valid for: { $names }
  .fix = Use a name that stands in the certificate.
project-run-certificate-expired = The certificate has expired
  .cause = It is no longer valid, or not yet. A wrong clock has the same effect.
  .fix = Renew the certificate, and check this machine’s clock.
project-run-plain-http = HTTPS was spoken to someone who speaks HTTP
  .cause = The other side does not encrypt: { $address }
  .fix = Write http:// in place of https://, or use the port that encrypts.
project-run-needs-https = HTTP was spoken to someone who speaks HTTPS
  .cause = The server expects an encrypted connection on this port.
  .fix = Write https:// in place of http://.
project-run-read-only = { $path } cannot be written
  .cause = It is on a file system that is mounted read-only.
  .fix = Write to a volume, or to /tmp with “--tmpfs /tmp”.
project-run-too-many-files = Too many files or connections are open
  .cause = Each one that is opened stays open until it is closed, and the limit is reached.
  .fix = Close what you open: “defer f.Close()”, and “defer resp.Body.Close()” after each request. Use one http.Client for all.
project-run-command = The command { $command } is not in the image
  .cause = The program wants to start { $command }. An image that holds the program alone has no other commands.
  .fix = Use a Go package for it, or an image that contains { $command }.
project-run-socket = Nobody listens at { $path }
  .cause = A socket is a file, and a container sees only its own files.
  .fix = Mount it as a volume if the program really needs it, or connect over the network.
project-run-refused = Nobody answers at { $address } yet
  .cause = The machine is there, but nothing listens on that port. A database needs some seconds after its start.
  .fix = Let the program try again for a while, and check the port: it is the one inside the other container.
project-run-unreachable = There is no way to { $address }
  .cause = The container’s network does not lead there.
  .fix = Check the address, and whether both are in the same network. Use names in place of addresses.
project-run-timeout = It took too long
  .cause = No answer came in time. What was asked: { $address }
  .fix = Check that the other side runs and can be reached. Where it is only slow, allow more time.
project-run-no-home = There is no home folder
  .cause = The program asks for HOME, and this user of the container has none.
  .fix = Set HOME to a folder that it may write, for example HOME=/tmp.
project-run-unknown-user = The user { $user } has no entry
  .cause = The program asks for its user’s name, and /etc/passwd in the image does not have it.
  .fix = Do without the name, or add the user to the image.
project-run-flag = The program has no flag { $flag }
  .cause = It was started with a flag that it does not know. The lines below show those it has.
  .fix = Correct the arguments.
usage-empty-note = The note is empty
  .cause = There is nothing in it to keep.
  .fix = Write a word, or close it.
usage-bad-regex = This is no regular expression
  .cause = A sign in it has a meaning of its own, or a bracket is not closed.
  .fix = Mend it, or look for it as plain text.
usage-pattern-too-large = This is too much to look for
  .cause = The expression, unfolded, is larger than a search may be.
  .fix = Look for less.
usage-search-ended = This search has ended
  .cause = Another window or eight later searches took its place.
  .fix = Look for it again.
usage-recording-in-use = This container is still there
  .cause = The engine still has it, so it would be recorded anew at once.
  .fix = Remove the container first, then delete its recording.
advice-cpu-waits-machine = It waits { $waited_percent } % of the time for its limit of { $limit_cores } CPU
  .cause = It wants more than this machine can give.
  .fix = A higher limit would not help here. Give it less to do, or a bigger machine.
ended-stopped-by-somebody = Stopped, and not by Slipway
  .cause = { $how ->
      [clean] Somebody asked the engine to stop it; it tidied up and ended with exit code 0. The engine does not say who.
      [forced] Somebody asked the engine to end it, and it was killed. The engine does not say who.
     *[other] Somebody asked the engine to stop it, and it ended with exit code { $exit_code }. The engine does not say who.
    }
  .fix = If that was not you, look at who else uses this engine: another terminal, a script, compose, an update. Then start it again.
ended-unhealthy = Stopped when it was unhealthy
  .cause = Its health check had failed, and somebody, probably what watches over it, asked the engine to stop it.
  .fix = Look at what the health check asks for, and in the log at what the program did before it.
evidence-title = What shows it
evidence-exit = { $signal ->
      [none] Exit code { $exit_code }
     *[other] Exit code { $exit_code }, which is { $signal }
  }
evidence-oom = { $who ->
      [flag] The engine’s own state says OOMKilled
      [event] The engine reported an oom event
     *[kernel] The kernel’s log says that it killed in this container because its limit was met
  }
evidence-asked = { $who ->
      [slipway] It was stopped here, in Slipway
     *[somebody] Somebody else asked for it{ $signal ->
          [none] {""}
         *[other] {" "}({ $signal })
      }
  }
evidence-not-asked = Nobody asked the engine to stop it, as far as the engine remembers
evidence-health = Its last health check said: { $health }
evidence-restarts = { $count ->
      [one] The engine started it again once
     *[other] The engine started it again { $count } times
  }
evidence-memory = In its last 30 seconds it came to { $peak_mb } of { $limit_mb } MB ({ $percent } %)
