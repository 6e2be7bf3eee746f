module example.org/slipway/failing/missing-return

go 1.21
