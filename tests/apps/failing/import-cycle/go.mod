module example.org/slipway/failing/import-cycle

go 1.21
