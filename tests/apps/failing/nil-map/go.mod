module example.org/slipway/failing/nil-map

go 1.21
