using System.Text;
using System.Text.Json.Nodes;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>A body that was an activity, and what was done to it.</summary>
internal sealed record MutatedBody(string Kind, byte[] Bytes);

/// <summary>Spoils one activity in one to three places.</summary>
internal sealed class Mutator(Random chance)
{
    /// <summary>Stands in the text where bytes go that no JSON writer would write.</summary>
    private const string Mark = "@@raw@@";

    private static readonly string[] LeaveAnActivity = ["field removed", "type swapped", "odd text", "odd date", "long string", "values exchanged"];

    private static readonly byte[] QuotedMark = Encoding.ASCII.GetBytes($"\"{Mark}\"");

    /// <summary>Half of the kinds mostly make what is no activity any more; those that leave one are drawn three times as often.</summary>
    private readonly (string Kind, Func<JsonObject, byte[]> Run)[] _kinds =
        [.. Kinds(chance).SelectMany(each => Enumerable.Repeat(each, LeaveAnActivity.Contains(each.Kind) ? 3 : 1))];

    public MutatedBody Mutate(JsonObject activity)
    {
        var (kind, run) = OddValues.Any(_kinds, chance);
        return new MutatedBody(kind, run((JsonObject)activity.DeepClone()));
    }

    private static (string Kind, Func<JsonObject, byte[]> Run)[] Kinds(Random chance) =>
    [
        ("bytes flipped", activity => Flipped(Bytes(activity), chance)),
        ("bytes moved", activity => Moved(Bytes(activity), chance)),
        ("field removed", activity => Times(activity, chance, Remove)),
        ("type swapped", activity => Replaced(activity, chance, OddValues.OtherType)),
        ("odd text", activity => Replaced(activity, chance, OddValues.Text)),
        ("odd number", activity => Replaced(activity, chance, OddValues.Number)),
        ("odd date", activity => Replaced(activity, chance, OddValues.Date)),
        ("deep nesting", activity => Replaced(activity, chance, OddValues.Deep)),
        ("long string", activity => Replaced(activity, chance, OddValues.Long)),
        ("lone surrogate", activity => Replaced(activity, chance, OddValues.LoneSurrogate)),
        ("invalid UTF-8", activity => Replaced(activity, chance, OddValues.BrokenUtf8)),
        ("duplicate property", activity => Doubled(activity, chance)),
        ("values exchanged", activity => Times(activity, chance, Exchange)),
    ];

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static byte[] Times(JsonObject activity, Random chance, Action<JsonObject, Random> change)
    {
        for (var times = chance.Next(1, 4); times > 0; times--)
            change(activity, chance);
        return Bytes(activity);
    }

    private static byte[] Flipped(byte[] bytes, Random chance)
    {
        for (var times = chance.Next(1, 9); times > 0; times--)
            bytes[chance.Next(bytes.Length)] ^= (byte)(1 << chance.Next(8));
        return bytes;
    }

    /// <summary>Cut off, cut out, or said twice.</summary>
    private static byte[] Moved(byte[] bytes, Random chance)
    {
        var (from, to) = (chance.Next(bytes.Length), chance.Next(bytes.Length));
        if (from > to)
            (from, to) = (to, from);
        return chance.Next(3) switch { 0 => bytes[..to], 1 => [.. bytes[..from], .. bytes[to..]], _ => [.. bytes[..to], .. bytes[from..]] };
    }

    private static void Remove(JsonObject activity, Random chance)
    {
        if (Places(activity) is { Count: > 0 } places)
            OddValues.Any(places, chance).Remove();
    }

    private static void Exchange(JsonObject activity, Random chance)
    {
        if (Places(activity) is not { Count: > 0 } places)
            return;
        var value = OddValues.Any(places, chance).Value?.DeepClone();
        OddValues.Any(places, chance).Put(value);
    }

    private static byte[] Replaced(JsonObject activity, Random chance, Func<Random, byte[]> value)
    {
        OddValues.Any(Places(activity), chance).Put(Mark);
        return WithRaw(Bytes(activity), value(chance));
    }

    /// <summary>The same name once more, with another value: which of the two counts?</summary>
    private static byte[] Doubled(JsonObject activity, Random chance)
    {
        var place = OddValues.Any([.. Places(activity).Where(place => place.Name is not null)], chance);
        var value = place.Value?.ToJsonString() ?? "null";
        var other = Encoding.UTF8.GetString(chance.Next(2) == 0 ? OddValues.OtherType(chance) : OddValues.Text(chance));
        place.Put(Mark);
        return WithRaw(Bytes(activity), Encoding.UTF8.GetBytes($"{value},{new JsonObject { [place.Name!] = 0 }.ToJsonString()[1..^2]}{other}"));
    }

    private static byte[] WithRaw(byte[] bytes, byte[] raw)
    {
        var at = bytes.AsSpan().IndexOf(QuotedMark);
        return [.. bytes[..at], .. raw, .. bytes[(at + QuotedMark.Length)..]];
    }

    private static List<Place> Places(JsonNode? node)
    {
        var places = new List<Place>();
        Collect(node, places);
        return places;
    }

    private static void Collect(JsonNode? node, List<Place> places)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                places.Add(new Place(members, name, value));
                Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                places.Add(new Place(items, null, item));
                Collect(item, places);
            }
        }
    }

    private sealed record Place(JsonNode Parent, string? Name, JsonNode? Value)
    {
        public void Put(JsonNode? value)
        {
            if (Parent is JsonObject members)
                members[Name!] = value;
            else
                Items[Items.IndexOf(Value)] = value;
        }

        public void Remove()
        {
            if (Parent is JsonObject members)
                members.Remove(Name!);
            else
                Items.Remove(Value);
        }

        private JsonArray Items => (JsonArray)Parent;
    }
}
