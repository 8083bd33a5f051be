namespace KamBot.Benchmarks.Hosts;

internal static class Repository
{
    /// <summary>The folder of the solution that this program was built in.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KamBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The benchmarks do not run from within the repository.");
    }
}
