// A program that takes more and more memory. Give it a memory limit and watch it
// fill: at the limit the kernel ends it with SIGKILL, in the middle of its work and
// without a word in its log.
//
// HOG_STEP_MB says how much it takes each second (8 by default), HOG_MAX_MB where
// it stops (256 by default).
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

const megabyte = 1 << 20

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	step, most := number("HOG_STEP_MB", 8), number("HOG_MAX_MB", 256)
	log.Printf("taking %d MB each second, up to %d MB", step, most)

	// What is in here can still be reached, so Go's garbage collector must keep it.
	var held [][]byte
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for taken := 0; ; {
		select {
		case <-ctx.Done():
			log.Print("stopped")
			return
		case <-ticker.C:
			if taken >= most {
				continue
			}
			held = append(held, take(step))
			taken += step
			log.Printf("holding %d MB in %d pieces", taken, len(held))
		}
	}
}

// take returns a piece of memory that is really there: the kernel hands a page out
// only when it is first written to.
func take(megabytes int) []byte {
	piece := make([]byte, megabytes*megabyte)
	for at := 0; at < len(piece); at += os.Getpagesize() {
		piece[at] = 1
	}
	return piece
}

// number is the value of an environment variable, or what stands in for it.
func number(name string, otherwise int) int {
	value := os.Getenv(name)
	if value == "" {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > 65536 {
		log.Fatalf("%s is %q: a number from 1 to 65536 is wanted", name, value)
	}
	return n
}
