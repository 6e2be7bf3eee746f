module example.org/slipway/failing/unused-variable

go 1.21
