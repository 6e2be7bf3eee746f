// One of a crowd: sleeps, works a share of the time, or ends after a while.
//
//	idler                sleeps
//	idler work PERCENT   works so much of every 100 ms, of one core
//	idler end CODE MS    ends after so many milliseconds
package main

import (
	"os"
	"strconv"
	"time"
)

func main() {
	number := func(at int) int {
		if at >= len(os.Args) {
			return 0
		}
		n, _ := strconv.Atoi(os.Args[at])
		return n
	}
	word := ""
	if len(os.Args) > 1 {
		word = os.Args[1]
	}
	switch word {
	case "work":
		for {
			until := time.Now().Add(time.Duration(number(2)) * time.Millisecond)
			for time.Now().Before(until) {
			}
			time.Sleep(time.Duration(100-number(2)) * time.Millisecond)
		}
	case "end":
		time.Sleep(time.Duration(number(3)) * time.Millisecond)
		os.Exit(number(2))
	default:
		for {
			time.Sleep(time.Hour)
		}
	}
}
