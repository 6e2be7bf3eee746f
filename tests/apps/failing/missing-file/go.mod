module example.org/slipway/failing/missing-file

go 1.21
