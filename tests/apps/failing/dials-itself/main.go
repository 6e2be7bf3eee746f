package main

import (
	"log"
	"net"
)

func main() {
	if _, err := net.Dial("tcp", "127.0.0.1:5432"); err != nil {
		log.Fatal(err)
	}
}
