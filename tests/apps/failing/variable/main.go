package main

import (
	"log"
	"os"
	"strings"
)

func main() {
	name := strings.ToUpper("api_url")
	if os.Getenv(name) == "" {
		log.Fatalf("environment variable %s is not set", name)
	}
}
