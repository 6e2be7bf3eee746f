# The palette: every action and every object, by what is typed.
palette-title = Go to or do anything
palette-button = Search
palette-placeholder = A project, a container, an action…
palette-none = Nothing matches “{ $typed }”
palette-none-text = Type part of a name, such as a container’s, or what you want to do: stop, log, dark.
palette-count = { $count ->
    [0] Nothing matches
    [one] 1 match
   *[other] { $count } matches
  }
palette-more = { $count ->
    [one] And 1 more: type on
   *[other] And { $n } more: type on
  }
palette-keys-move = choose
palette-keys-do = do it
palette-keys-close = close
palette-on = in use
palette-group-go = Go to
palette-group-projects = Projects
palette-group-containers = Containers
palette-group-settings = Settings
palette-group-more = More
palette-go-welcome = Go to Projects
palette-go-containers = Go to Containers
palette-go-costs = Measure what containers cost
palette-go-settings = Go to Settings
palette-open = Open { $name }
palette-ship = Ship { $name }
palette-run-settings = Change how { $name } runs
palette-log = Log of { $name }
palette-start = Start { $name }
palette-stop = Stop { $name }
palette-restart = Restart { $name }
palette-pause = Pause { $name }
palette-unpause = Let { $name } go on
palette-kill = Kill { $name }
palette-remove = Remove { $name }
palette-theme-system = Theme: as the system
palette-theme-light = Theme: light
palette-theme-dark = Theme: dark
palette-language-system = Language: as the system
palette-language-en = Language: English
palette-language-zh-CN = Language: 中文
palette-mode-beginner = Mode: beginner, terms are explained
palette-mode-expert = Mode: expert, nothing is explained
palette-presenter = Next presenter size
palette-engine-look = Look for engines again
palette-engine-choose = Choose the engine
palette-quit = Quit Slipway
