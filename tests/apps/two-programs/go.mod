module example.org/slipway/two-programs

go 1.21
