using KamBot.Conversation.Language;

namespace KamBot.Manifest;

/// <summary>The door of this folder: <c>dotnet run --project src/KamBot -- manifest --app-id … --domain …</c> makes the package that Teams installs.</summary>
public static class ManifestCommand
{
    /// <param name="words">What was typed behind "manifest".</param>
    /// <param name="output">Where the file's name is said.</param>
    /// <param name="error">Where it is said what is missing or wrong.</param>
    /// <returns>The exit code: 1 when nothing was made.</returns>
    public static int Run(string[] words, TextWriter output, TextWriter error)
    {
        var settings = ManifestSettings.Read(words);
        if (settings.Problems.Count > 0)
        {
            foreach (var problem in settings.Problems)
                error.WriteLine(problem);
            error.WriteLine();
            error.Write(ManifestSettings.Usage);
            return 1;
        }

        var path = Path.GetFullPath(settings["out"]);
        try
        {
            File.WriteAllBytes(path, new AppPackage(CommandCatalogue.Load(check: false)).Create(settings));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"--out: {problem.Message}");
            return 1;
        }

        output.WriteLine($"{path}: version {settings["version"]} for bot {settings["appId"]} at {settings["domain"]}.");
        return 0;
    }
}
