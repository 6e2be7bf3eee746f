package main

import (
	"log"
	"os"
	"strings"
)

func main() {
	name := strings.Join([]string{"/etc", "app.state"}, "/")
	if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
		log.Fatal(err)
	}
}
