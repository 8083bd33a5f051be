using System.Resources;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Samples;

public static class SamplesRegistration
{
    public static WebApplicationBuilder AddSamples(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<SampleLoading>().AddSingleton<SampleRemoval>()
            .AddSingleton<ICommandSet, SampleCommands>()
            .AddSingleton(new TextSource(new ResourceManager("KamBot.Samples.SampleTexts", typeof(SamplesRegistration).Assembly)));
        return builder;
    }
}
