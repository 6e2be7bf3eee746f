package a

import _ "example.org/slipway/failing/import-cycle/b"
