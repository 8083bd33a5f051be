Console.WriteLine("KamBot.Benchmarks");
