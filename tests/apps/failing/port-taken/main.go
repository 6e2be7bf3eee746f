package main

import (
	"log"
	"net"
)

func main() {
	first, err := net.Listen("tcp", ":18080")
	if err != nil {
		log.Fatal(err)
	}
	defer first.Close()
	if _, err := net.Listen("tcp", first.Addr().String()); err != nil {
		log.Fatal(err)
	}
}
