using System.Text;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.BotBuilder.Authentication;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Faults;

/// <summary>A request that must not come in, and what is wrong with it.</summary>
internal sealed record TokenMutant(string Name, string? Authorization, Activity Activity);

/// <summary>Makes them: each check alone, odd values under a good signature, and a good token with its letters changed.</summary>
internal sealed class TokenMutants(FakeLogin login, string good, Random chance)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ~é";

    private static readonly IReadOnlyList<TokenCase> Bad =
        [.. TokenCase.OfReference.Concat(TokenCase.OfOurOwn).Where(each => each.Status != 200)];

    private static readonly string[] OddValues = ["null", "true", "\"\"", "[]", "{}", "[\"x\"]", "{\"x\":[{}]}", "-1", "0", "0.5", "\"\\u0000\"", "\"\\ud800\""];

    public TokenMutant Next() => chance.Next(4) switch
    {
        0 => OneCheckFails(),
        1 => OddValue(),
        _ => OtherLetters(),
    };

    private TokenMutant OneCheckFails()
    {
        var bad = Bad[chance.Next(Bad.Count)];
        var attempt = bad.Attempt(login);
        return new TokenMutant(bad.Name, attempt.Authorization, attempt.Activity);
    }

    private TokenMutant OddValue()
    {
        var token = login.Token(GuardedBot.Msteams);
        var (part, name) = chance.Next(6) switch
        {
            0 => (token.Header, "alg"),
            1 => (token.Header, "kid"),
            2 => (token.Claims, "iss"),
            3 => (token.Claims, "aud"),
            4 => (token.Claims, "exp"),
            _ => (token.Claims, "serviceurl"),
        };
        var value = OddValues[chance.Next(OddValues.Length)];
        part[name] = value == "\"\\ud800\"" ? JsonValue.Create("\ud800") : JsonNode.Parse(value);
        return new TokenMutant($"{name} is {value}", $"Bearer {token.Sign()}", GuardedBot.Activity());
    }

    private TokenMutant OtherLetters()
    {
        // The last letter of a part carries bits that mean nothing: another one there can be the same token.
        var text = new StringBuilder(good);
        for (var changes = chance.Next(1, 4); changes > 0; changes--)
        {
            var at = chance.Next(text.Length - 1);
            switch (chance.Next(4))
            {
                case 0:
                    text.Remove(at, 1);
                    break;
                case 1:
                    text.Insert(at, Letters[chance.Next(Letters.Length)]);
                    break;
                case 2:
                    text.Length = Math.Max(at, 2);
                    break;
                default:
                    text[at] = Letters[chance.Next(Letters.Length)];
                    break;
            }
        }

        return text.Equals(good) ? OtherLetters() : new TokenMutant($"letters changed: {text}", $"Bearer {text}", GuardedBot.Activity());
    }
}
