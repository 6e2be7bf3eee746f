module example.org/slipway/failing/not-in-std

go 1.21
