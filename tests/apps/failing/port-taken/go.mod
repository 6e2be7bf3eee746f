module example.org/slipway/failing/port-taken

go 1.21
