package main

import _ "embed"

//go:embed dist/index.html
var page string

func main() { println(page) }
