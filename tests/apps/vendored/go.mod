module example.org/slipway/vendored

go 1.21

require example.org/words v1.0.0
