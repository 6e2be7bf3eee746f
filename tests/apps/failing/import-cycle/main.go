package main

import _ "example.org/slipway/failing/import-cycle/a"

func main() {}
