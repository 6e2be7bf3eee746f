package main

func main() {
	results := make(chan int)
	close(results)
	results <- 1
}
