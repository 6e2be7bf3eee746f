module example.org/slipway/failing/deadlock

go 1.21
