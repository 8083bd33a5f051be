namespace KamBot.Tests.Architecture;

/// <summary>Where the sources lie, seen from the built tests.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KamBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("KamBot.sln is nowhere above the tests.");
    }
}
