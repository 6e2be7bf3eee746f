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
  .fix = Give it more memory in the settings. If it grows without end, look for what is kept for ever: a map, a slice, goroutines that never end. GOMEMLIMIT at about 90 % of the limit makes Go collect in time.
ended-killed = Killed with { $signal }
  .cause = Something outside the program sent { $signal }. It was not Slipway, and the engine reported no lack of memory.
  .fix = Look at who else uses this engine: another terminal, a script, a restart of the machine. Then start it again.
ended-bad-command = The program could not be started
  .cause = { $reason ->
      [not-found] There is no { $name } in the image, or it needs a loader that the image does not have.
      [permission] The file { $name } in the image must not be executed: it lacks the permission, or it is a folder.
      [format] { $name } is not a program for this engine’s architecture.
      [user] The image has no user named { $name }.
     *[empty] The image does not say which program to run.
    }
  .fix = { $reason ->
      [not-found] Ship it with Slipway, which builds a program that needs no loader, or correct the command.
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
