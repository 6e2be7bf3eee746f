// A program that works in the background: no port, no end of its own. It does a
// piece of work each second, and stops between two pieces when asked to.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stdout)

	// "docker stop" sends SIGTERM. Without these two lines that would end the
	// program at once, in the middle of its work and with exit code 2.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	log.Print("worker started")
	done := work(ctx, time.Second)
	log.Printf("worker stopped after %d jobs", done)
}

// work does one job each interval until ctx ends, and returns how many it did.
func work(ctx context.Context, interval time.Duration) int {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()

	jobs := 0
	for {
		select {
		case <-ctx.Done():
			return jobs
		case <-ticker.C:
			jobs++
			start := time.Now()
			sum := job(jobs)
			log.Printf("job %d: sum of squares %d, took %s", jobs, sum, time.Since(start).Round(time.Microsecond))
		}
	}
}

// job stands for real work: it adds up the squares from 1 to n×1000.
func job(n int) int {
	sum := 0
	for i := 1; i <= n*1000; i++ {
		sum += i * i
	}
	return sum
}
