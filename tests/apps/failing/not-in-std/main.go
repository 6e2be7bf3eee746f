package main

import _ "utils/strings"

func main() {}
