# The same as a command: the strip at the foot of a screen.
command-same = The same as a command
command-no-docker-build = Docker has no command for this: Slipway puts the image together itself.
command-written = With the Dockerfile saved into the folder, docker build does the same.
command-no-docker-read = Docker has no command for this: it does not read Go code.
command-no-program = There is a command once Slipway knows which program to run.
command-secrets = -e NAME alone takes the value from your terminal, so that no secret stands in the line.
command-more = { $count ->
    [one] 1 more line
   *[other] { $count } more lines
  }
command-less = Two lines only
command-list = Point at an action, or go to a row, to see its command.
command-several = Side by side; in one order by time only in Slipway.
command-log = A level, fields and an end are asked for in the window only.
