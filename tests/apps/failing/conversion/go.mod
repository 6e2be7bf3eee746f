module example.org/slipway/failing/conversion

go 1.21
