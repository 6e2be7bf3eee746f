module example.org/burner

go 1.21
