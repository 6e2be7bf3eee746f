package main

import (
	"log"
	"net"
)

func main() {
	if _, err := net.Dial("tcp", "database.invalid:5432"); err != nil {
		log.Fatal(err)
	}
}
