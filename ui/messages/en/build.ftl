# Faults of a build that are not Go’s, the engine’s or the image’s own.
engine-another-image = The engine has another image than the one that was built
  .cause = Something else gave the name { $tag } to another image at the same moment, or the engine changed the image while it loaded it.
  .fix = Ship it again. If it stays, look for another tool that uses the name { $tag }.
