// A program that crashes on purpose, so that you can see what a crash looks like
// from outside: the exit code, the panic in the log, and the line that caused it.
//
// The mistake is a classic: a map that was declared but never made. Reading from
// such a nil map is fine, writing to it panics.
package main

import (
	"log"
	"os"
	"time"
)

// visits counts how often each page was seen. It is nil: nothing has made it.
//
// The remedy is to make it here:
//
//	var visits = map[string]int{}
var visits map[string]int

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stdout)

	pages := []string{"/", "/about", "/contact"}
	for i, page := range pages {
		// Reading works: a page that is not in the map, even a nil one, counts 0.
		log.Printf("step %d: %s was seen %d times so far", i+1, page, visits[page])
		time.Sleep(time.Second)
	}

	log.Print("now counting the first visit")
	countVisit("/")
	log.Print("this line is never reached")
}

// countVisit is where it ends: look for its name in the log.
func countVisit(page string) {
	visits[page]++ // panic: assignment to entry in nil map
}
