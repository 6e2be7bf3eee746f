// Wants a whole processor all the time, and holds 20 MiB: what its limits leave it is what a test measures.
package main

import "fmt"

func main() {
	held := make([]byte, 20<<20)
	for i := range held {
		held[i] = byte(i)
	}
	fmt.Println("burning")
	for n := 0; ; n++ {
		held[n%len(held)]++
	}
}
