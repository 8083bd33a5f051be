namespace KamBot.Benchmarks.Dossier;

/// <summary>How people type a client's name.</summary>
internal static class Typist
{
    public static string Exactly(string name) => name;

    /// <summary>The first word and the beginning of the second: "Transports Pui" for Transports Puig Girona SL.</summary>
    public static string Half(string name)
    {
        var words = name.Split(' ');
        return $"{words[0]} {words[1][..Math.Min(3, words[1].Length)]}";
    }

    /// <summary>All of it, with two neighbours swapped in the middle of the longest word.</summary>
    public static string WithError(string name)
    {
        var words = name.Split(' ');
        var longest = Array.IndexOf(words, words.MaxBy(word => word.Length));
        var letters = words[longest].ToCharArray();
        for (var at = letters.Length / 2; at < letters.Length; at++)
        {
            // Two equal letters swapped are no error, and a hyphen is none of the word's letters.
            if (char.IsLetter(letters[at]) && char.IsLetter(letters[at - 1]) && letters[at] != letters[at - 1])
            {
                (letters[at - 1], letters[at]) = (letters[at], letters[at - 1]);
                break;
            }
        }

        words[longest] = new string(letters);
        return string.Join(' ', words);
    }
}
