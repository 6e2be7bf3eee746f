# What containers cost: one image started again and again, and the layers that images share.
costs-title = What containers cost
costs-lead = Start one image again and again and see what grows: time with the number of containers, memory with what they use, disk with the images.
costs-link = What do containers cost?
costs-choose = What to start
costs-image = Image
costs-count = How many containers
costs-memory = Memory limit of each
costs-bounds = At most { $most } containers and { $minutes } minutes, half a core for each, { $memory } for all. Afterwards every one of them is removed.
costs-too-much = { $count } times { $each } is more than the { $most } that all may have together.
costs-measure = Measure
costs-again = Measure again
costs-stop = Stop and remove them
costs-starting = Starting { $count } of { $all }…
costs-removing = Removing { $removed } of { $all }…
costs-done = { $count ->
    [one] One container was started and is removed again, in { $time }.
   *[other] { $count } containers were started and are removed again, in { $time }.
  }
costs-cancelled = Stopped. Nothing of it is left.
costs-time-up = The time was over after { $count } containers. All are removed again.
costs-not-removed = They are not removed yet. Slipway tries again until they are.
costs-command-note = Slipway runs this line { $count } times, and afterwards docker rm -f for each.
costs-empty = Nothing measured yet
costs-empty-text = Choose an image and press “Measure”. Ten containers of a small program take some seconds.
costs-no-image = No image on this engine yet
costs-no-image-text = Ship a project: its image can then be measured here.
costs-time = Time to start
costs-time-said = { $count } containers took { $total } to start, { $each } each.
costs-memory-title = Memory
costs-memory-said = { $count } that run use { $total }. One more adds { $each }.
costs-memory-none = None of them runs: this program ends by itself, and then uses no memory.
costs-disk = Disk
costs-disk-said = The image takes { $image } once. As { $count } copies it would take { $copies }; the containers add { $written }.
costs-straight = A straight line: twice as many cost twice as much.
costs-level = A level line: more containers cost nothing more.
costs-crooked = Not a straight line: something else used this machine meanwhile, or the program changes by itself.
costs-waiting = A line needs three containers.
costs-legend-measured = measured
costs-legend-line = nearest line
costs-legend-copies = as copies
costs-chart = { $title }: from { $first } with one container to { $last } with { $count }.
costs-axis = containers
costs-table = As a table
costs-charts = As charts
costs-column-count = Containers
costs-column-start = Start of the newest
costs-column-total = Start of all
costs-column-running = Running
costs-column-memory = Memory of all
costs-column-disk = Disk of all
costs-images = Images share layers
costs-images-said = { $count ->
    [one] One image takes { $unique }.
   *[other] { $count } images are { $sum } if each had its layers for itself. Equal layers are kept once, so they take { $unique }: { $saved } less.
  }
costs-images-none-shared = { $count ->
    [one] One image takes { $unique }.
   *[other] { $count } images take { $unique }. No two of them lie on the same layer, so nothing is shared.
  }
costs-images-left-out = { $count } newer images are not shown.
costs-images-own = its own { $size }
costs-images-shared = shared { $size }
costs-images-layers = { $layers ->
    [one] one layer, { $shared } shared
   *[other] { $layers } layers, { $shared } shared
  }
usage-costs-count = Between 1 and { $most } containers can be measured
  .cause = More would take long, and might take the machine.
  .fix = Choose a number up to { $most }.
usage-costs-memory = That is more memory than containers may be given here
  .cause = Together they would be allowed { NUMBER($megabytes, maximumFractionDigits: 0) } MiB, and half of the engine’s memory is { NUMBER($most_megabytes, maximumFractionDigits: 0) } MiB.
  .fix = Choose fewer containers, or a lower limit for each.
usage-costs-running = A measuring is under way
  .cause = Two at a time would measure each other.
  .fix = Wait until it is over, or stop it.
