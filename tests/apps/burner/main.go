// Wants a whole processor all the time, holds 20 MiB, and has written 8 MiB that the kernel keeps in its file cache: what
// its limits leave it is what a test measures.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	held := make([]byte, 20<<20)
	for i := range held {
		held[i] = byte(i)
	}
	file, err := os.CreateTemp("", "cache")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := file.Write(held[:8<<20]); err != nil {
		log.Fatal(err)
	}
	fmt.Println("burning")
	for n := 0; ; n++ {
		held[n%len(held)]++
	}
}
