module example.org/slipway/failing/syntax

go 1.21
