package b

import _ "example.org/slipway/failing/import-cycle/a"
