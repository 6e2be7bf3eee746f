# Faults while an image is put together.
project-not-a-program = The build gave no program to run
  .cause = { $path } is not a Linux program for { $arch }. Usually the package that was built is not “package main”.
  .fix = Choose a folder whose files begin with “package main” and have a “func main()”.
machine-program-changed = The program changed while it was packed
  .cause = Something wrote to { $path } between its two readings.
  .fix = Ship it again. If it stays, look for another tool that builds into the same folder.
engine-unknown-architecture = Slipway has no test program for { $arch }
  .cause = The engine runs on an architecture that Slipway’s check of the engine does not cover yet.
  .fix = You can still ship: Go builds for { $arch }, only the check is missing.
